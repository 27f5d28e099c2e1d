"""What the CMS stores: pages, pictures, topics."""

from courses.h5p.models import H5PContent, H5PContentType, H5PLibrary, H5PLibraryRequest, H5PVersion
from courses.models.catalogue import Catalogue, InfoPage, Topic
from courses.models.course import Course, CourseTopic, Module, publishable_courses
from courses.models.guarded import PublishRefused
from courses.models.lesson import Lesson
from courses.models.media import CourseImage, CourseRendition
from courses.models.quiz import Quiz
from courses.models.site import SiteStamp

__all__ = [
    "Catalogue",
    "Course",
    "CourseImage",
    "CourseRendition",
    "CourseTopic",
    "H5PContent",
    "H5PContentType",
    "H5PLibrary",
    "H5PLibraryRequest",
    "H5PVersion",
    "InfoPage",
    "Lesson",
    "Module",
    "PublishRefused",
    "Quiz",
    "SiteStamp",
    "Topic",
    "publishable_courses",
]
