kubectl delete resourcequota team
