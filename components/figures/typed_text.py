"""Words that people have typed, on their way into a figure."""


def plain(text: str) -> str:
    """The same words, never markup: plotly reads tags in its texts."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
