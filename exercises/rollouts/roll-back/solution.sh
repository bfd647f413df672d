kubectl rollout undo deployment/@app@
