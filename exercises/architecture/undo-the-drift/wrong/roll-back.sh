kubectl rollout undo deployment/@app@ --to-revision=1
