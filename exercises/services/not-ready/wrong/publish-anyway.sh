kubectl patch service @app@ -p '{"spec":{"publishNotReadyAddresses":true}}'
sleep 5
