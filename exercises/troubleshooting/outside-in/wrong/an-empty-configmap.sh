kubectl create configmap @app@-settings
sleep 150
