"""Text into lines: cell widths, Chinese line breaking, tables and whole articles. Pure, without I/O."""
