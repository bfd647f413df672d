kubectl delete deployment temp-@app@ --cascade=orphan
