from django.urls import path

from bridgehead.web.board import city, counted, records

urlpatterns = [
    path("", city.city, name="board"),
    path("records/<path:matter>/<slug:name>/", records.records, name="board-records"),
    path("counted/<path:matter>/<slug:name>/", counted.cases, name="board-counted"),
]
