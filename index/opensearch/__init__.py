"""The second engine: the same index on an OpenSearch cluster, for more documents than one machine should hold.

Texts are folded and cut here, by the code that the embedded engine uses, and sent as tokens: the cluster analyses nothing.
"""
