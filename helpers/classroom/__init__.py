"""给老师：收上来的一堆笔记本，评出每个学生的分数，说出全班还没弄懂什么。用法：python -m helpers.classroom --help"""
