"""PDF: characters with boxes, rules and images out of PDFium; grids, columns and lines by their geometry."""
