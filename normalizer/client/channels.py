"""Several channels to one server, used in turn.

A connection stays with the worker that took it, so one channel would use one worker alone.
"""

from __future__ import annotations

import grpc

from normalizer.client.options import (
    ClientOptions,
    channel_credentials,
    channel_options,
    check,
)


def open_channels(target: str, options: ClientOptions) -> list[grpc.Channel]:
    """Return channels for threads; nothing is connected before the first call."""
    check(options)
    settings = channel_options(options)
    if options.tls is None:
        return [grpc.insecure_channel(target, options=settings) for _ in range(options.channels)]
    credentials = channel_credentials(options.tls)
    return [
        grpc.secure_channel(target, credentials, options=settings) for _ in range(options.channels)
    ]


def open_aio_channels(target: str, options: ClientOptions) -> list[grpc.aio.Channel]:
    """Return channels for asyncio; to be called on the loop that uses them."""
    check(options)
    settings = channel_options(options)
    if options.tls is None:
        return [
            grpc.aio.insecure_channel(target, options=settings) for _ in range(options.channels)
        ]
    credentials = channel_credentials(options.tls)
    return [
        grpc.aio.secure_channel(target, credentials, options=settings)
        for _ in range(options.channels)
    ]
