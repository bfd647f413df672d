kubectl set env deployment/checkout API_URL=http://@team@.@service@/
sleep 60
