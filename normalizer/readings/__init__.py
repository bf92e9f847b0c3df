"""What the units of scripts other than Latin and Cyrillic stand for in Latin letters."""
