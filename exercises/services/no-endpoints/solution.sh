kubectl patch service @app@ -p '{"spec":{"selector":{"role":"server"}}}'
sleep 5
