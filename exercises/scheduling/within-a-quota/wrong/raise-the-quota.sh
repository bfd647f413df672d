kubectl patch resourcequota team -p '{"spec":{"hard":{"requests.cpu":"4"}}}'
kubectl set resources deployment/@app@ --requests=cpu=500m,memory=256Mi --limits=memory=512Mi
