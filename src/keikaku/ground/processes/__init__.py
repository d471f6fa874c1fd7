"""Work in processes of their own: what hangs, dies or takes all memory costs nothing but the task that it had.

They are plain processes that are asked over pipes, not those of :mod:`multiprocessing`: those run the caller's script
once more (so a script without ``if __name__ == "__main__"`` would start itself for ever), and a pool of
:mod:`concurrent.futures` is lost as a whole when one of its processes dies. Each ends with the process that started it,
is not reached by Ctrl-C, and says how it ended.
"""
