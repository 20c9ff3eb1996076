"""Charts: pure functions from a frame of the door to a figure. No query, no page, no state.

An empty frame gives an honest empty figure with a sentence. Colours come from `components.theme`, numbers from
`words.format`; the title, the template and the export metadata are put on by `components.question`.
"""
