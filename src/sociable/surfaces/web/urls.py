"""The pages."""

from django.urls import path
from django.views.i18n import set_language

from sociable.surfaces.web import accounts, gaps, home, people, things, tokens, topics

urlpatterns = [
    path("", home.home, name="home"),
    path("gaps/", gaps.gaps, name="gaps"),
    path("me/tokens/", tokens.my_tokens, name="my-tokens"),
    path("me/topics/", topics.my_topics, name="my-topics"),
    path("people/<int:id_>/", people.person, name="person"),
    path("things/<int:id_>/", things.thing, name="thing"),
    path("sign-in/", accounts.sign_in, name="sign-in"),
    path("sign-out/", accounts.sign_out, name="sign-out"),
    path("language/", set_language, name="language"),
]
