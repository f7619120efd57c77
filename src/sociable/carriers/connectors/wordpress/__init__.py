"""What WordPress exports (WXR 1.2): posts, pages, comments, pictures, as a blog here (`docs/wordpress.md`)."""

from sociable.carriers.connectors.wordpress.reading import WordPress

connector = WordPress()
