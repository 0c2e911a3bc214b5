"""Bands have no gap, and a surer fact is never in a lower one."""

from hypothesis import given
from hypothesis import strategies as st

from graph.confidence import BANDS, band

ORDER = [name for name, _ in BANDS]


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_surer_fact_is_in_no_lower_band(one, other):
    low, high = sorted((one, other))
    assert ORDER.index(band(high)) <= ORDER.index(band(low))
