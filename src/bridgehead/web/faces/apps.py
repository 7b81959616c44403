from django.apps import AppConfig


class Faces(AppConfig):
    name = "bridgehead.web.faces"
