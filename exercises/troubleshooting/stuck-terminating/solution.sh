kubectl patch pod @app@-0 --type=merge -p '{"metadata":{"finalizers":null}}'
sleep 30
