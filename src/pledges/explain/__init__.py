"""Figures and decisions in, plain sentences out."""

from __future__ import annotations

from pledges.explain.costs import costs_of
from pledges.explain.missing_words import BY_WORDS, earliest_words, lack_words, lacks_words, way_words
from pledges.explain.paths import VOLUNTARY, Explained, as_data, figures_of, find, lines, paths
from pledges.explain.trees import (
    Explanation,
    Trees,
    count_of_lines,
    figure_fields,
    tree,
    tree_fields,
    tree_lines,
    trees,
    words_of,
)
from pledges.explain.words import NOT_KNOWN, amount_words, cells_words, exactly, figure_words, listed
from pledges.quantities import count_words

__all__ = [
    "BY_WORDS",
    "NOT_KNOWN",
    "VOLUNTARY",
    "Explained",
    "Explanation",
    "Trees",
    "amount_words",
    "as_data",
    "cells_words",
    "costs_of",
    "count_of_lines",
    "count_words",
    "earliest_words",
    "exactly",
    "figure_fields",
    "figure_words",
    "figures_of",
    "find",
    "lack_words",
    "lacks_words",
    "lines",
    "listed",
    "paths",
    "tree",
    "tree_fields",
    "tree_lines",
    "trees",
    "way_words",
    "words_of",
]
