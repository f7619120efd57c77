"""For whom: Everyone, the organisation, partners, functions and circles; the only place that says who may."""
