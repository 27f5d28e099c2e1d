"""The order of names in lists: as in a dictionary, without regard to accents and capitals."""

import unicodedata

# Letters which are no base letter with an accent, and where a German reader looks for them.
_LOOKED_UP_AS = str.maketrans(
    {"ß": "ss", "ı": "i", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "’": "'"}
)


def in_dictionary_order(*texts: str) -> tuple[str, ...]:
    """A key for sorting: Ö stands with O, Ş with S (DIN 5007-1)."""
    return tuple(
        "".join(
            sign
            for sign in unicodedata.normalize("NFKD", text.translate(_LOOKED_UP_AS).casefold())
            if not unicodedata.combining(sign)
        )
        for text in texts
    )
