from django.urls import path

from bridgehead.web.desk import (
    accounts,
    award,
    awards,
    export,
    inbox,
    old_cases,
    record,
    registers,
    several,
    supervision,
    what_if,
)

OF_A_RECORD = "<path:matter>/<slug:name>/<str:number>/"

urlpatterns = [
    path("awards/", awards.awards, name="desk-awards"),
    path("awards/<path:matter>/<slug:name>/what-if/", what_if.page, name="desk-what-if"),
    path("awards/<path:matter>/<slug:name>/", award.award, name="desk-award"),
    path("award-acts/<slug:what>/<path:matter>/<slug:name>/", award.act, name="desk-award-act"),
    path("payments/<path:matter>/<slug:name>/", award.payment, name="desk-payment"),
    path("", inbox.inbox, name="desk"),
    path("supervision/", supervision.supervision, name="desk-supervision"),
    path("registers/<path:matter>/<slug:name>/", registers.records, name="desk-records"),
    path("several/<path:matter>/<slug:name>/", several.several, name="desk-several"),
    path("views/<path:matter>/<slug:name>/", registers.views, name="desk-views"),
    path("accounts/", accounts.accounts, name="desk-accounts"),
    path("accounts/<str:name>/", accounts.account, name="desk-account"),
    path("units/", accounts.units, name="desk-units"),
    path("calendars/", accounts.calendars, name="desk-calendars"),
    path("import/", old_cases.choose, name="desk-imports"),
    path("import/<path:matter>/<slug:name>/", old_cases.hand_in, name="desk-import"),
    path("import/<path:matter>/<slug:name>/<str:file>/", old_cases.look, name="desk-import-file"),
    path("tables/<path:matter>/<slug:name>/<slug:form>/", export.export, name="desk-export"),
    path("records/" + OF_A_RECORD, record.record, name="desk-record"),
    path("acts/" + OF_A_RECORD, record.act, name="desk-act"),
    path("looks/" + OF_A_RECORD, record.look_at, name="desk-look"),
    path("forgetting/" + OF_A_RECORD, record.forget_it, name="desk-forget"),
    path("files/" + OF_A_RECORD + "<str:file>/", record.file, name="desk-file"),
]
