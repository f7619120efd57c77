"""The wiki: spaces of pages that everybody who may write in them writes together."""
