kubectl delete pod @app@-0 --force --grace-period=0 --wait=false
sleep 30
