kubectl label pods -l app=@app@,role=server role=backend --overwrite
sleep 5
