"""The pages of jobs: written, compared, published; what a change costs, and what the trace shows.

They stand in `reports`, for they show what stands above `lms.jobs`: the framework, courses, and
how many people a change meets.
"""
