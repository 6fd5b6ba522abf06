"""The words of which the demonstration is made: names, posts, skills, topics. All of it is invented."""

from typing import NamedTuple

GIVEN_NAMES = """
Abena Adaeze Aditi Agnieszka Ahmed Aisling Akua Alejandra Alice Amina Anders Andrei Anjali Anouk Antonia Arlo
Astrid Ayesha Babak Beatriz Bilal Bronagh Camille Carlos Catriona Cedric Chidi Chiara Clara Connor Cyrus Dalia
Dara Deepa Desmond Diego Edith Efua Elif Elspeth Emeka Emilia Esther Evan Farah Femi Fergus Finn Freya Gabriel
Geraint Giulia Grace Gurpreet Habib Hana Harriet Hassan Hye-jin Ibrahim Ifeoma Imogen Iris Isaac Ivana Jasmin
Joanna João Kamala Katarzyna Kenji Khadija Kofi Lakshmi Laila Leo Linnea Lorenzo Luca Maeve Magnus Malik Manon
Margit Marisol Maryam Matteo Mina Moses Nadine Naomi Nikhil Niamh Nora Ola Olena Omar Oscar Padma Patience
Paul Pedro Petra Quentin Rachel Rafael Rana Rohan Rosa Rukhsana Sabine Samir Sanjay Sara Selin Simone Sofia
Sunita Tadeusz Tamsin Tariq Tessa Thomas Tomasz Uma Vera Viktor Wanjiru William Yara Yusuf Zainab Zofia
""".split()

FAMILY_NAMES = """
Abbott Abebe Achterberg Adler Afolabi Ahmadi Alvarez Andersson Appiah Baker Balogun Banerjee Barros Beaumont
Bennett Berger Bhatt Blake Boateng Brandt Brennan Byrne Campbell Carvalho Castillo Chaudhry Chen Clarke Cohen
Costa Dahl Das Delacroix Diallo Dogan Doyle Drummond Dube Eriksen Fadel Farrell Ferrari Fischer Flores Forsyth
Gallagher Garcia Ghosh Gill Goldberg Gonzalez Graham Gupta Hall Hansen Haque Hart Hoffmann Hughes Hussain Ito
Iyer Jansen Jensen Jimenez Jones Kaplan Karimi Kaur Keller Khan Kim Kowalska Kumar Lam Laurent Lawson Lee
Lewis Lopes Lynch MacLeod Mahmood Marin Martin Mbeki Mensah Meyer Mitchell Morales Moreau Morgan Murphy Nair
Nakamura Ndlovu Nguyen Novak Nowak O’Brien Obi Odhiambo Olsen Ortega Osman Park Patel Pereira Petrov Price
Qureshi Rao Reid Richter Rivera Roberts Romano Rossi Ryan Sato Schmidt Sen Sharma Silva Singh Sousa Stewart
Suleiman Svensson Tanaka Taylor Thapa Tran Turner Usman Vargas Vogel Walker Wang Ward Watson Weber Williams
Wilson Wood Yilmaz Young
""".split()

LEVELS = (
    "Band 2",
    "Band 3",
    "Band 4",
    "Band 5",
    "Band 6",
    "Band 7",
    "Band 8a",
    "Band 8b",
    "Band 8c",
    "Band 9",
)


class Post(NamedTuple):
    """A job title, its department and its step on the ladder, 0 for the lowest level."""

    title: str
    department: str
    rank: int


POSTS = (
    Post("Healthcare assistant", "Nursing", 0),
    Post("Staff nurse", "Nursing", 3),
    Post("Senior staff nurse", "Nursing", 4),
    Post("Ward sister", "Nursing", 5),
    Post("Matron", "Nursing", 6),
    Post("Head of nursing", "Nursing", 8),
    Post("Therapy assistant", "Allied health", 1),
    Post("Physiotherapist", "Allied health", 3),
    Post("Senior occupational therapist", "Allied health", 4),
    Post("Team lead, rehabilitation", "Allied health", 5),
    Post("Head of therapies", "Allied health", 7),
    Post("Pharmacy technician", "Pharmacy", 2),
    Post("Pharmacist", "Pharmacy", 4),
    Post("Lead pharmacist", "Pharmacy", 6),
    Post("Clinical fellow", "Medical", 5),
    Post("Specialty doctor", "Medical", 6),
    Post("Consultant physician", "Medical", 8),
    Post("Deputy medical director", "Medical", 9),
    Post("Ward clerk", "Corporate", 1),
    Post("Finance analyst", "Corporate", 4),
    Post("People adviser", "Corporate", 4),
    Post("Deputy finance director", "Corporate", 8),
    Post("Head of performance", "Corporate", 7),
    Post("Porter", "Estates and facilities", 0),
    Post("Porter supervisor", "Estates and facilities", 2),
    Post("Estates planner", "Estates and facilities", 4),
    Post("Head of estates planning", "Estates and facilities", 7),
)

SITES = ("Riverside Hospital", "Elm Park Clinic", "Northfield General", "Community and home visits")
LANGUAGES = (("en",), ("en",), ("en",), ("en", "ar"), ("en", "pl"), ("en", "ur"), ("en", "fr"), ("en", "es"))
INTERESTS = ("running", "choir", "allotments", "chess", "cycling", "cooking", "hill walking", "local history")

SKILLS = (
    "Leading a team",
    "Delegation",
    "Difficult conversations",
    "Presenting to a board",
    "Managing a budget",
    "Running a service",
    "Teaching",
    "Research career",
    "Quality improvement",
    "Planning rotas",
    "Influencing without authority",
    "Interview preparation",
    "Saying no",
    "Data and reporting",
    "Writing a business case",
    "Working across sites",
)

TOPICS = (
    "Getting to know each other",
    "What I want from this year",
    "Handing over without hovering",
    "A conversation I keep putting off",
    "Speaking up in the operations meeting",
    "What I do when the plan breaks",
    "Preparing for the panel",
    "Where my week goes",
    "Asking for feedback",
    "What I will keep doing",
)

NEXT_STEPS = (
    "Ask a colleague to watch one handover and say what they saw",
    "Write down the three decisions I made this week",
    "Book 20 minutes with somebody who has done the job",
    "Say the plan out loud before I start",
    "Read the person specification and mark what I cannot show yet",
    "Let somebody else chair the next team meeting",
    "Note each time I say yes and mean no",
    "Draft one page for the business case",
)


class DemoGoal(NamedTuple):
    """A goal as somebody here would write it."""

    title: str
    measure: str


GOALS = (
    DemoGoal("Lead a team within a year", "Appointed, or ready on paper, by the date"),
    DemoGoal("Delegate before I am asked", "Two regular tasks are done by somebody else"),
    DemoGoal("Speak up in the operations meeting", "Once a week, on something I own"),
    DemoGoal("Present to the board", "One paper of mine, presented by me"),
    DemoGoal("Leave on time", "Four days out of five for a month"),
    DemoGoal("Run an improvement project", "One measure moved, and shown on a chart"),
)
