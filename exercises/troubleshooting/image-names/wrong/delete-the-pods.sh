kubectl delete pods -l app=@app@
sleep 60
