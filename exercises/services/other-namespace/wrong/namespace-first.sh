kubectl set env deployment/checkout API_URL=http://@team@.@app@/
sleep 60
