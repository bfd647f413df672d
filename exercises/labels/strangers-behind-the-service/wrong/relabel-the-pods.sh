kubectl label pods -l component=worker app=other --overwrite
