"""The command line: the same core as the window, without one. One module a command.

Exit status: 0 done · 1 done, but the video could not be put where ``-o`` says (it is in the library) · 2 bad
input, beyond a limit, the very request that a content check refused before, or a certificate that this
system does not trust: nothing sent · 3 refused or failed at the service · 4 unconfirmed (may be billed) · 5
still unfinished. With several jobs the gravest counts, in the order 4, 5, 3.

``restore``: 0 restored, or there was nothing to restore · 2 not restored, nothing was changed. Where the job
list is damaged or lost, every other command says so in one sentence that names ``restore``, and ends with 2.
"""
