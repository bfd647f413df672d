kubectl set resources deployment/@app@ --limits=memory=2Gi
sleep 60
