kubectl patch pod @app@-0 @app@-1 --type=merge -p '{"metadata":{"finalizers":null}}'
sleep 30
