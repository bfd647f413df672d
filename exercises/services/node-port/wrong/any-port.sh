kubectl patch service @app@ -p '{"spec":{"type":"NodePort"}}'
sleep 5
