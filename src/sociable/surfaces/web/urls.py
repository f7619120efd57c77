"""The pages."""

from django.urls import include, path
from django.views.i18n import set_language

from sociable.surfaces.web import asking, directory, gaps, home, look, people, thanks, things, tokens, topics
from sociable.surfaces.web.administration import blogs, duplicates, entry, imports, policy, sources, start
from sociable.surfaces.web.becoming import views as becoming
from sociable.surfaces.web.profile import views as profile
from sociable.surfaces.web.profile.theme import theme
from sociable.surfaces.web.writing import files, history

urlpatterns = [
    path("", home.home, name="home"),
    path("administration/", entry.administration, name="administration"),
    path("administration/duplicates/", duplicates.duplicates, name="duplicates"),
    path("administration/imports/", imports.imports, name="imports"),
    path("administration/imports/wordpress/", blogs.bring_blog, name="bring-blog"),
    path("administration/imports/<int:id_>/", imports.rejects, name="rejects"),
    path("administration/merge/", duplicates.merging, name="merge"),
    path("administration/merges/", duplicates.merges, name="merges"),
    path("administration/policy/", policy.policy, name="policy"),
    path("administration/sources/", sources.sources, name="sources"),
    path("administration/sources/<int:id_>/", sources.source, name="source"),
    path("", include("sociable.surfaces.web.attention.urls")),
    path("", include("sociable.surfaces.web.blogs.urls")),
    path("files/<int:id_>/<str:name>", files.file, name="file"),
    path("gaps/", gaps.gaps, name="gaps"),
    path("look/", look.look, name="look"),
    path("me/", profile.me, name="me"),
    path("me/tokens/", tokens.my_tokens, name="my-tokens"),
    path("me/topics/", topics.my_topics, name="my-topics"),
    path("", include("sociable.surfaces.web.microblog.urls")),
    path("", include("sociable.surfaces.web.questions.urls")),
    path("people/", directory.directory, name="people"),
    path("people/<int:id_>/", people.person, name="person"),
    path("people/<int:id_>/ask/", asking.ask, name="ask"),
    path("asked/<int:id_>/", asking.asked, name="asked"),
    path("start/", start.start, name="start"),
    path("start/<slug:word>/", start.step, name="start-step"),
    path("things/<int:id_>/", things.thing, name="thing"),
    path("things/<int:id_>/become/", becoming.become, name="become"),
    path("things/<int:id_>/history/", history.history, name="history"),
    path("things/<int:id_>/history/<int:number>/", history.change, name="change"),
    path("", include("sociable.surfaces.web.comments.urls")),
    path("", include("sociable.surfaces.web.sign_in.urls")),
    path("things/<int:id_>/thanks/", thanks.thanks, name="thanks"),
    path("theme/", theme, name="theme"),
    path("writing/", include("sociable.surfaces.web.writing.urls")),
    path("wiki/", include("sociable.surfaces.web.wiki.urls")),
    path("language/", set_language, name="language"),
]
