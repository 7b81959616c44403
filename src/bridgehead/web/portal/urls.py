"""The addresses of the portal."""

from django.urls import path

from bridgehead.web.portal import (
    chains,
    figures,
    filing,
    front_page,
    open_data,
    qualifying,
    results,
    rules,
    screens,
    sealing,
    services,
    standing,
    tracking,
    trying,
    why,
)

urlpatterns = [
    path("", front_page.front, name="front-page"),
    path("front-page/", front_page.of_day, name="front-page-day"),
    path("front-page/<str:day>/", front_page.front, name="front-page-of"),
    path("services/", services.services, name="services"),
    path("services/<path:matter>/<slug:name>/", filing.file, name="file"),
    path("qualify/<path:matter>/<slug:name>/", qualifying.qualify, name="qualify"),
    path("results/<path:matter>/<slug:name>/", results.results, name="results"),
    path("why/<path:matter>/<slug:name>/<str:number>/", why.of_place, name="why"),
    path("track/why/", why.of_claim, name="why-of-claim"),
    path("track/acts/", tracking.act, name="track-act"),
    path("track/", tracking.track, name="track"),
    path("data/", open_data.data, name="data"),
    path("data/<path:matter>/<slug:name>/<int:year>/<slug:form>/", open_data.table, name="data-table"),
    path("figures/<path:matter>/<slug:name>/<slug:form>/file/", figures.file, name="figures-file"),
    path("figures/<path:matter>/<slug:name>/", figures.figures, name="figures"),
    path("screens/<path:matter>/<slug:name>/<slug:form>/file/", screens.file, name="screening-file"),
    path("screens/<path:matter>/<slug:name>/", screens.screening, name="screening"),
    path("chains/<path:matter>/<slug:name>/<slug:form>/file/", chains.file, name="chain-file"),
    path("chains/<path:matter>/<slug:name>/", chains.chain, name="chain"),
    path("standing/<path:matter>/<slug:name>/", standing.standing, name="standing"),
    path("try/", trying.try_out, name="try"),
    path("seals/", sealing.seals, name="seals"),
    path("rules/", rules.rules, name="rules"),
    path("rules/<path:matter>/", rules.rulebook, name="rulebook"),
]
