"""Flash mentoring: guides offer short times, learners write a question and book one."""
