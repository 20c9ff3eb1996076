"""What screens are made of.

    ids          ids that more than one file writes
    theme        colours, colour scales, the one chart template
    format       numbers, dates and plurals as Russian text
    texts        words that several screens share
    shell        the frame: navigation, stamp of the data, page container; `screen` is the frame of one page
    filter_bar   filter controls, chips of what is active, the `flt` store and the URL
    cards, tables, states, chart_card, pager    building blocks of a page
    figures/     pure `DataFrame -> go.Figure`

Nothing here asks the database for records; numbers arrive as frames from `data.metrics.query`.
"""
