"""The Python client, for threads (`sync.py`) and for asyncio (`aio.py`)."""
