"""A Flask-AppBuilder application of a personnel office: `seed FOLDER` makes it, `serve FOLDER PORT` runs it."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from sqlite3 import Connection
from typing import ClassVar

from flask import Flask
from flask_appbuilder import AppBuilder, Model, ModelView
from flask_appbuilder.models.decorators import renders
from flask_appbuilder.models.mixins import FileColumn
from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_appbuilder.utils.legacy import get_sqla_class
from sqlalchemy import Boolean, Column, Date, ForeignKey, Integer, String, Text, event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import relationship
from wtforms.validators import Email, NumberRange

PASSWORD = "harbour-lantern-42"
DEPARTMENTS = (("Accounting", "2.10"), ("Facilities", "0.04"), ("Personnel", "2.02"), ("Legal", "3.15"))
STAFF = (
    ("Anna Berg", "Accounting", "Clerk", "anna.berg@town.example", date(2019, 4, 1), 3100, True),
    ("Boris Lang", "Facilities", "Caretaker", "boris.lang@town.example", date(2015, 9, 15), 2700, True),
    ("Chloe Martin", "Personnel", "Adviser", "chloe.martin@town.example", date(2021, 1, 4), 3600, True),
    ("Dieter Vogel", "Legal", "Counsel", "dieter.vogel@town.example", date(2012, 6, 1), 5200, True),
    ("Elif Kaya", "Accounting", "Head of accounts", "elif.kaya@town.example", date(2010, 2, 1), 4900, True),
    ("Frank Osei", "Facilities", "Electrician", "frank.osei@town.example", date(2023, 11, 1), 2900, True),
    ("Greta Holm", "Personnel", "Clerk", "greta.holm@town.example", date(2018, 8, 20), 3000, False),
    ("Hugo Silva", "Legal", "Assistant", "hugo.silva@town.example", date(2024, 3, 11), 2800, True),
    ("Ines Costa", "Accounting", "Clerk", "ines.costa@town.example", date(2022, 10, 3), 3050, True),
)
ASSETS = (
    ("NB-1001", "Notebook", "Anna Berg", 1200),
    ("NB-1002", "Notebook", "Chloe Martin", 1350),
    ("PH-2001", "Telephone", "Boris Lang", 240),
    ("MO-3001", "Monitor", "Elif Kaya", 310),
    ("MO-3002", "Monitor", "Dieter Vogel", 290),
)


class Department(Model):
    """Where people work."""

    __tablename__ = "department"
    id = Column(Integer, primary_key=True)
    name = Column(String(60), unique=True, nullable=False)
    room = Column(String(20))

    def __repr__(self) -> str:
        return str(self.name)


class Employee(Model):
    """Someone who works here."""

    __tablename__ = "employee"
    id = Column(Integer, primary_key=True)
    full_name = Column(String(120), nullable=False)
    department_id = Column(Integer, ForeignKey("department.id"), nullable=False)
    department = relationship("Department")
    position = Column(String(80))
    email = Column(String(120), unique=True, nullable=False)
    hired = Column(Date, nullable=False)
    salary = Column(Integer)
    active = Column(Boolean, default=True)
    notes = Column(Text)

    def __repr__(self) -> str:
        return str(self.full_name)


class Asset(Model):
    """A thing that is lent to someone."""

    __tablename__ = "asset"
    id = Column(Integer, primary_key=True)
    tag = Column(String(20), unique=True, nullable=False)
    kind = Column(String(40), nullable=False)
    holder_id = Column(Integer, ForeignKey("employee.id"))
    holder = relationship("Employee")
    price = Column(Integer)
    receipt = Column(FileColumn)

    def __repr__(self) -> str:
        return str(self.tag)

    @renders("receipt")
    def receipt_name(self) -> str:
        return str(self.receipt or "")


class EmployeeView(ModelView):
    """Employees."""

    datamodel = SQLAInterface(Employee)
    list_columns = ("full_name", "department", "position", "hired", "active")
    show_columns = ("full_name", "department", "position", "email", "hired", "salary", "active", "notes")
    add_columns = edit_columns = show_columns
    search_columns = ("full_name", "department", "position", "hired", "salary", "active")
    validators_columns: ClassVar = {"email": [Email()], "salary": [NumberRange(min=0, max=20000)]}
    page_size = 5


class AssetView(ModelView):
    """Assets."""

    datamodel = SQLAInterface(Asset)
    list_columns = ("tag", "kind", "holder", "price")
    show_columns = ("tag", "kind", "holder", "price", "receipt_name")
    add_columns = edit_columns = ("tag", "kind", "holder", "price", "receipt")
    search_columns = ("tag", "kind", "holder", "price")


class DepartmentView(ModelView):
    """Departments, with their people in a tab."""

    datamodel = SQLAInterface(Department)
    list_columns = ("name", "room")
    add_columns = edit_columns = ("name", "room")
    related_views = (EmployeeView,)
    show_template = "appbuilder/general/model/show_cascade.html"


@event.listens_for(Engine, "connect")
def keep_whole(connection: Connection, _record: object) -> None:
    """A department with people in it cannot be deleted."""
    connection.execute("PRAGMA foreign_keys=ON")


def build(folder: Path) -> tuple[Flask, AppBuilder, object]:
    """Return the application on a folder."""
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY="only for this",
        SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder / 'db.sqlite3'}",
        APP_NAME="Westbrook personnel",
        UPLOAD_FOLDER=str(folder / "uploads") + "/",
        FAB_PASSWORD_HASH_METHOD="pbkdf2:sha256:1000",
        FAB_PASSWORD_HASH_ITERATIONS=1000,
        RATELIMIT_ENABLED=False,
        WTF_CSRF_ENABLED=False,
    )
    database = get_sqla_class()(app)
    with app.app_context():
        appbuilder = AppBuilder(app, database.session)
        database.create_all()
        appbuilder.add_view(DepartmentView, "Departments", category="Personnel")
        appbuilder.add_view(EmployeeView, "Employees", category="Personnel")
        appbuilder.add_view(AssetView, "Assets", category="Inventory")
    return app, appbuilder, database


def seed(folder: Path) -> None:
    """Make the database and its content."""
    (folder / "uploads").mkdir(parents=True, exist_ok=True)
    app, appbuilder, database = build(folder)
    with app.app_context():
        manager = appbuilder.sm
        manager.add_user("admin", "Ada", "Min", "admin@town.example", manager.find_role("Admin"), PASSWORD)
        session = database.session
        departments = {name: Department(name=name, room=room) for name, room in DEPARTMENTS}
        session.add_all(departments.values())
        people: dict[str, Employee] = {}
        for name, department, position, email, hired, salary, active in STAFF:
            people[name] = Employee(
                full_name=name,
                department=departments[department],
                position=position,
                email=email,
                hired=hired,
                salary=salary,
                active=active,
            )
        session.add_all(people.values())
        session.add_all(Asset(tag=tag, kind=kind, holder=people[who], price=price) for tag, kind, who, price in ASSETS)
        session.commit()


if __name__ == "__main__":
    place = Path(sys.argv[2])
    if sys.argv[1] == "seed":
        seed(place)
    else:
        build(place)[0].run("127.0.0.1", int(sys.argv[3]), threaded=True)
