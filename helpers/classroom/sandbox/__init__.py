"""学生的代码在这里运行：墙外（outside）起一个进程，墙内（inside）一份一份地运行，放下权力（rights），只送回记录（records）。"""
