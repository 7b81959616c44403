from django.urls import path

from bridgehead.web.desk import inbox

urlpatterns = [
    path("", inbox.inbox, name="desk"),
]
