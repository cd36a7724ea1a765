"""The court packet: asked for, looked over, written; and what left."""
