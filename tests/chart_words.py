"""Where the words of a chart stand once it is drawn: what the chart tests share."""

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from analysis.charts.style import house


def boxes(chart):
    """The words on the chart, each with the box it takes in pixels."""
    canvas = FigureCanvasAgg(chart)
    canvas.draw()
    with house():
        shown = [
            text
            for text in chart.findobj(Text)
            if text.get_text()
            and text.get_visible()
            and (
                text.axes is None
                or text in text.axes.texts
                or text in text.axes.get_xticklabels() + text.axes.get_yticklabels()
            )
        ]
        return [(text, text.get_window_extent(canvas.get_renderer())) for text in shown]


def crowded(chart):
    """Pairs of words that overlap, and words that leave the figure."""
    found = boxes(chart)
    wide, high = chart.bbox.width, chart.bbox.height
    out = [t.get_text() for t, b in found if b.x0 < 0 or b.y0 < 0 or b.x1 > wide or b.y1 > high]
    pairs = [
        (one.get_text(), other.get_text())
        for place, (one, a) in enumerate(found)
        for other, b in found[place + 1 :]
        if min(a.x1, b.x1) - max(a.x0, b.x0) > 0.5 and min(a.y1, b.y1) - max(a.y0, b.y0) > 0.5
    ]
    return out + pairs
