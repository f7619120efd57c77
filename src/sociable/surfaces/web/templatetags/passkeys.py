"""What a page tells the script of passkeys: in an attribute, since no script stands in our pages."""

import json

from django import template
from django.core.serializers.json import DjangoJSONEncoder

register = template.Library()


@register.filter
def as_json(options: object) -> str:
    """Not marked safe: the template escapes it, as it does all else."""
    return json.dumps(options, cls=DjangoJSONEncoder)
