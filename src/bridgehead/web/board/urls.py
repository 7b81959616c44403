from django.urls import path

from bridgehead.web.board import city

urlpatterns = [
    path("", city.city, name="board"),
]
