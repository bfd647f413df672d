kubectl patch service @app@ -p '{"spec":{"sessionAffinity":"ClientIP"}}'
sleep 5
