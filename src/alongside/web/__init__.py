"""Page shell, components, stylesheets and charts; no business."""
