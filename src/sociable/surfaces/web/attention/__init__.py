"""The pages of one's attention: what one is told, the settings of that, and the off button."""
